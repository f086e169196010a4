/** A column to be profiled. Of personal ones only nulls and distinct values are counted. */
export interface ProfiledColumn {
  readonly name: string;
  /** As DESCRIBE prints it. */
  readonly type: string;
  readonly personal: boolean;
}

/** What is profiled: any FROM item. */
export interface ProfiledRelation {
  readonly relation: string;
  readonly rows: number;
  /** An expression that numbers the rows; needed to draw the sample of a relation with more rows than it may have. */
  readonly rowNumber?: string;
}
