/** What is sent to Anteroom. All types are immutable and thread-safe. */
package io.anteroom.client.request;
