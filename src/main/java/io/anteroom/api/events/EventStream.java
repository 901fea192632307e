package io.anteroom.api.events;

import io.anteroom.async.CallerContext;
import io.anteroom.async.WaitTimer;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.waiting.stream.EventFeed;
import io.anteroom.waiting.stream.EventFeed.Page;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The body of a response that is an event stream: asks for the next page when the last one has left
 * for the network, and drops a reader that does not take it.
 *
 * @param id the id of an event in this stream
 * @param view what its reader sees of an event
 * @param place the id of the place where the stream begins, or null
 * @param heartbeat after this long of silence a comment is sent
 * @param drain how long the reader may take nothing
 */
record EventStream(
    EventFeed feed,
    EventStreamFormat text,
    Function<TaskEvent, String> id,
    Function<TaskEvent, EventView> view,
    String place,
    Duration heartbeat,
    Duration drain) {

  private static final Logger LOG = Logger.getLogger(EventStream.class);
  private static final long RETRY_MILLIS = 1000;

  /**
   * Writes until the stream ends, then ends the response; a reader that hangs up closes the feed.
   */
  void writeTo(HttpServerResponse response) {
    Executor here = CallerContext.executor();
    write(response, text.opening(RETRY_MILLIS, place))
        .onItem()
        .transformToMulti(opened -> pages(here))
        .onItem()
        .transformToUniAndConcatenate(page -> write(response, page))
        .collect()
        .last()
        .subscribe()
        .with(done -> end(response), failure -> drop(response, failure));
  }

  private Multi<Page> pages(Executor here) {
    return Multi.createBy()
        .repeating()
        .uni(() -> feed.next(heartbeat).emitOn(here))
        .whilst(page -> !page.last());
  }

  private Uni<Void> write(HttpServerResponse response, Page page) {
    if (page.events().isEmpty()) {
      return page.last() ? Uni.createFrom().voidItem() : write(response, text.heartbeat());
    }
    return write(response, text.of(page.events(), id, view));
  }

  /** Done when the bytes have left for the network. */
  private Uni<Void> write(HttpServerResponse response, byte[] bytes) {
    Uni<Void> written =
        Uni.createFrom()
            .completionStage(() -> response.write(Buffer.buffer(bytes)).toCompletionStage());
    return WaitTimer.limit(Vertx.currentContext().owner(), drain, written);
  }

  private void end(HttpServerResponse response) {
    feed.close();
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }

  /** The body stays open-ended, so that its reader knows that more was to come. */
  private void drop(HttpServerResponse response, Throwable failure) {
    LOG.debugf("an event stream is dropped: %s", failure.toString());
    feed.close();
    response.reset();
  }
}
