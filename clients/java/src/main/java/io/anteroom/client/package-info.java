/** A client of Anteroom: {@link io.anteroom.client.AnteroomClient}. */
package io.anteroom.client;
