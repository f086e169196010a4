/** Keys of the Parquet files' key-value metadata. They are part of the format: published files carry them. */
export const FINGERPRINT_KEY = 'sluice.fingerprint';
export const DEFINITION_KEY = 'sluice.definition';
export const CONTRACT_KEY = 'sluice.contract';
/** How many rows were set aside when the file was made; absent where none was. */
export const QUARANTINED_KEY = 'sluice.quarantined';
