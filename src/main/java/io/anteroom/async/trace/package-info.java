/**
 * What follows a task from hop to hop: the W3C trace context of its accept, and the spans that link
 * to it (decision 26).
 */
package io.anteroom.async.trace;
