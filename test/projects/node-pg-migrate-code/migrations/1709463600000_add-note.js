exports.up = (pgm) => {
  pgm.addColumn('accounts', { note: 'text' });
};
