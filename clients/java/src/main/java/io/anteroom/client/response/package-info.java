/**
 * What Anteroom answers. Each type is a view of the JSON that came: {@code json()} has all fields,
 * also those that a later version of the service adds. Immutable and thread-safe. A method throws
 * {@link io.anteroom.client.json.JsonException} if its field is not what the API promises.
 */
package io.anteroom.client.response;
