/** Internal: waits for the end of a task. */
package io.anteroom.client.wait;
