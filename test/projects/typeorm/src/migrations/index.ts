export * from './1709290800000-CreateAccounts';
export * from './1709377200000-IndexAccounts';
