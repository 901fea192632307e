/**
 * The training run of the JVM image. The service runs under real calls, beside a real PostgreSQL, a
 * real Redis and the stand-in upstream, and the JVM records what it loads and how methods are used
 * (JEP 483, 514 and 515). Later starts read this from the cache.
 */
package io.anteroom.sandbox.training;
