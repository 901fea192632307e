/** Internal: repeats what may be repeated. */
package io.anteroom.client.repeat;
