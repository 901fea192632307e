/** Internal: streams of events. */
package io.anteroom.client.event;
