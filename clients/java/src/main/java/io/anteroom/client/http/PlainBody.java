package io.anteroom.client.http;

import java.net.http.HttpRequest.BodyPublisher;

/** A body in memory. */
record PlainBody(String contentType, BodyPublisher publisher) implements Body {}
