/** How calls fail. All are unchecked. */
package io.anteroom.client.failure;
