export default { schema: 'parts', migrations: { path: 'changes' } };
