/** The fields of log lines: which task, which request, which replica (docs/tracing.md). */
package io.anteroom.async.log;
