/**
 * Anteroom beside services that others would write, in one run. The programs in {@code bench/}
 * start what is here.
 */
package io.anteroom.bench.beside;
