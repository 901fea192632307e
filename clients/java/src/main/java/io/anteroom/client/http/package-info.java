/** Internal: one attempt of one HTTP call. */
package io.anteroom.client.http;
