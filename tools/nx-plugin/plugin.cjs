module.exports = { name: '@sluice/nx-plugin' };
