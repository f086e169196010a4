// Made from the contracts in models: npx vitest run --project checks -u

/** One row per customer, with what they have ordered and spent so far. */
export interface Customers {
  /** The customer's number, counted from 1. */
  readonly customer_id: number;
  /** Given name. */
  readonly first_name: string;
  /** Family name. */
  readonly last_name: string;
  /** Where the customer gets receipts. */
  readonly email: string;
  /** Age in whole years; the shop serves customers from 18 to 80. */
  readonly age: number;
  /** City of residence. */
  readonly city: string;
  /** Day of registration, as text in ISO 8601. */
  readonly signup_date: string;
  /** Orders placed so far. */
  readonly total_orders: number;
  /** Money spent so far, in the shop's currency. */
  readonly total_spent: string | number;
}

/** One row per product, sold or not. */
export interface Products {
  /** PROD_ and a number of at least four digits. */
  readonly product_id: string;
  /** The name on the shelf. */
  readonly product_name: string;
  /** The department that sells it. */
  readonly category: 'Electronics' | 'Clothing' | 'Books' | 'Home' | 'Sports' | 'Food' | 'Toys' | 'Health';
  /** Price of one piece, in the shop's currency. */
  readonly price: string | number;
  /** Pieces in stock. */
  readonly stock_quantity: number;
  /** Who delivers it. */
  readonly supplier: 'Supplier A' | 'Supplier B' | 'Supplier C' | 'Supplier D' | 'Supplier E';
  /** Weight of one piece in kilograms. */
  readonly weight_kg: string | number;
  /** Day it entered the catalogue, as text in ISO 8601. */
  readonly created_date: string;
  /** Whether it may be sold. */
  readonly is_active: boolean;
}

/** One row per transaction, of any status. */
export interface Transactions {
  /** TXN_ and a number of at least seven digits. */
  readonly transaction_id: string;
  /** Who bought. */
  readonly customer_id: number;
  /** What was bought. */
  readonly product_id: string;
  /** The product's category at the time of the sale. */
  readonly product_category: 'Electronics' | 'Clothing' | 'Books' | 'Home' | 'Sports' | 'Food' | 'Toys' | 'Health';
  /** What was charged, in the shop's currency. */
  readonly amount: string | number;
  /** The instant of the sale, in UTC. */
  readonly timestamp: string;
  /** How it was paid. */
  readonly payment_method: 'credit_card' | 'debit_card' | 'paypal' | 'cash' | 'apple_pay' | 'google_pay';
  /** What became of the transaction. */
  readonly status: 'completed' | 'pending' | 'cancelled' | 'refunded';
  /** The kind of device it was made on. */
  readonly device: 'mobile' | 'desktop' | 'tablet';
  /** The browser it was made in. */
  readonly browser: 'chrome' | 'firefox' | 'safari' | 'edge';
  /** Country of the sale, as a code of two letters. */
  readonly location: 'US' | 'CA' | 'UK' | 'DE' | 'FR' | 'JP' | 'AU';
}

/** Sales per product category. */
export interface CategoryAnalytics {
  /** The product's category at the time of the sale. */
  readonly product_category: string;
  /** Sales in the category. */
  readonly transaction_count: number | string;
  /** What they brought in together. */
  readonly total_revenue: string | number;
  /** What one of them brought in on average, to 2 places, half up. */
  readonly avg_transaction_value: string | number;
  /** The smallest of them. */
  readonly min_transaction: string | number;
  /** The largest of them. */
  readonly max_transaction: string | number;
}

/** Customers and their spending per segment and city. */
export interface CustomerAnalytics {
  /** Premium over 3,000 spent, Gold over 1,500, Silver over 500, else Bronze. */
  readonly customer_segment: 'Premium' | 'Gold' | 'Silver' | 'Bronze';
  /** City of residence. */
  readonly city: string;
  /** Customers of the segment in the city. */
  readonly customer_count: number | string;
  /** Their mean age in years, to 1 place, half up. */
  readonly avg_age: string | number;
  /** What one of them has spent on average, to 2 places, half up. */
  readonly avg_total_spent: string | number;
  /** The mean of their mean orders, to 2 places, half up. */
  readonly avg_order_value: string | number;
  /** What they have spent together. */
  readonly segment_revenue: string | number;
}

/** Sales per kind of device and browser. */
export interface DeviceAnalytics {
  /** The kind of device. */
  readonly device: string;
  /** The browser. */
  readonly browser: string;
  /** Sales made there. */
  readonly transaction_count: number | string;
  /** What they brought in together. */
  readonly total_revenue: string | number;
}

/** Sales per payment method. */
export interface PaymentAnalytics {
  /** How it was paid. */
  readonly payment_method: string;
  /** Sales paid in this way. */
  readonly usage_count: number | string;
  /** What they brought in together. */
  readonly total_amount: string | number;
  /** What one of them brought in on average, to 2 places, half up. */
  readonly avg_amount: string | number;
}

/** Products that can be bought, per category and supplier. */
export interface ProductAnalytics {
  /** The department that sells them. */
  readonly category: string;
  /** Who delivers them. */
  readonly supplier: string;
  /** Products that are active and in stock. */
  readonly product_count: number | string;
  /** Their mean price, to 2 places, half up. */
  readonly avg_price: string | number;
  /** Pieces of them in stock. */
  readonly total_stock: number | string;
}

/** One row per customer, with full name, mean order and segment. */
export interface CustomersEnriched {
  /** The customer's number, counted from 1. */
  readonly customer_id: number;
  /** Given name. */
  readonly first_name: string;
  /** Family name. */
  readonly last_name: string;
  /** Where the customer gets receipts. */
  readonly email: string;
  /** Age in whole years. */
  readonly age: number;
  /** City of residence. */
  readonly city: string;
  /** Day of registration. */
  readonly signup_date: string;
  /** Orders placed so far. */
  readonly total_orders: number;
  /** Money spent so far, in the shop's currency. */
  readonly total_spent: string | number;
  /** Given and family name, separated by a blank. */
  readonly full_name: string;
  /** total_spent per order, to 2 places, half up; 0 without orders. */
  readonly avg_order_value: string | number;
  /** Premium over 3,000 spent, Gold over 1,500, Silver over 500, else Bronze. */
  readonly customer_segment: 'Premium' | 'Gold' | 'Silver' | 'Bronze';
}

/** One row per product that is active and in stock. */
export interface ProductsActive {
  /** PROD_ and a number of at least four digits. */
  readonly product_id: string;
  /** The name on the shelf. */
  readonly product_name: string;
  /** The department that sells it. */
  readonly category: string;
  /** Price of one piece, in the shop's currency. */
  readonly price: string | number;
  /** Pieces in stock. */
  readonly stock_quantity: number;
  /** Who delivers it. */
  readonly supplier: string;
  /** Weight of one piece in kilograms. */
  readonly weight_kg: string | number;
  /** Day it entered the catalogue. */
  readonly created_date: string;
  /** Always true. */
  readonly is_active: true;
}

/** One row per completed transaction with a positive amount. */
export interface TransactionsClean {
  /** TXN_ and a number of at least seven digits. */
  readonly transaction_id: string;
  /** Who bought. */
  readonly customer_id: number;
  /** What was bought. */
  readonly product_id: string;
  /** The product's category at the time of the sale. */
  readonly product_category: string;
  /** What was charged, in the shop's currency. */
  readonly amount: string | number;
  /** The instant of the sale, in UTC. */
  readonly timestamp: string;
  /** How it was paid. */
  readonly payment_method: string;
  /** Always completed. */
  readonly status: 'completed';
  /** The kind of device it was made on. */
  readonly device: string;
  /** The browser it was made in. */
  readonly browser: string;
  /** Country of the sale, as a code of two letters. */
  readonly location: string;
  /** Day of the sale, in UTC. */
  readonly transaction_date: string;
  /** Hour of the sale, in UTC. */
  readonly transaction_hour: number;
  /** Weekday of the sale in UTC, from 1 for Monday to 7 for Sunday. */
  readonly day_of_week: number;
  /** Whether that is a Saturday or a Sunday. */
  readonly is_weekend: boolean;
}
