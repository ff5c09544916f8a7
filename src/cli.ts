console.error('xclint: not yet');
