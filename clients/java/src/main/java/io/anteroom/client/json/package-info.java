/** JSON in plain Java values, so that the client needs no library of its own for it. */
package io.anteroom.client.json;
