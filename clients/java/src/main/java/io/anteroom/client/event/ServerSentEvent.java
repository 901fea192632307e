package io.anteroom.client.event;

/**
 * An event of a stream.
 *
 * @param id the last id that the stream named, or null
 * @param type its name; {@code message} if it has none
 * @param data its data; not null
 */
record ServerSentEvent(String id, String type, String data) {}
