package io.anteroom.client.event;

import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Repeats;
import io.anteroom.client.response.TaskEvent;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Publishes the events of a stream. Each subscriber has a connection of its own. Immutable,
 * thread-safe.
 *
 * @param path of the stream
 * @param after the id of the event to begin after, or null
 * @param endsWithTask whether the stream ends with the last event of a task
 */
public record EventPublisher(
    Transport transport, Repeats repeats, String path, String after, boolean endsWithTask)
    implements Flow.Publisher<TaskEvent> {

  @Override
  public void subscribe(Flow.Subscriber<? super TaskEvent> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    EventSubscription subscription = new EventSubscription(this, subscriber);
    subscriber.onSubscribe(subscription);
    subscription.start();
  }
}
