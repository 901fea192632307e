package io.anteroom.client.http;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Passes a body on, and tells of each piece that left, and of a source that cannot be read. */
final class WatchedPublisher implements BodyPublisher {

  private final BodyPublisher source;
  private final Runnable progress;
  private volatile Throwable failure;

  WatchedPublisher(BodyPublisher source, Runnable progress) {
    this.source = source;
    this.progress = progress;
  }

  /** What reading the source failed with, or null. */
  Throwable failure() {
    return failure;
  }

  @Override
  public long contentLength() {
    return source.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    source.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer piece) {
            progress.run();
            subscriber.onNext(piece);
          }

          @Override
          public void onError(Throwable thrown) {
            failure = thrown;
            subscriber.onError(thrown);
          }

          @Override
          public void onComplete() {
            progress.run();
            subscriber.onComplete();
          }
        });
  }
}
