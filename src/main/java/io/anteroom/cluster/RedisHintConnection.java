package io.anteroom.cluster;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Two connections to Redis, one to publish and one that is subscribed. Where either is lost both
 * are given up, and a second later there are two new ones. Thread-safe.
 */
final class RedisHintConnection {

  private static final Logger LOG = Logger.getLogger(RedisHintConnection.class);
  private static final long RECONNECT_MILLIS = 1000;

  /** One that vanished without a word closes no connection. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** One try: its connections, as far as there are any, and whether it was given up. */
  private static final class Pair {
    private final List<RedisConnection> connections = new ArrayList<>();
    private final PendingHints pending = new PendingHints();
    private boolean lost;
    private volatile RedisConnection publisher;

    /** Whether it takes this connection in; if not, who asks closes it: nobody else would. */
    private synchronized boolean takeIn(RedisConnection connection) {
      return !lost && connections.add(connection);
    }

    /** Whether this is the first time that it is given up. */
    private synchronized boolean giveUp() {
      boolean first = !lost;
      lost = true;
      return first;
    }

    private synchronized boolean isLost() {
      return lost;
    }

    /** To be closed without a lock held, since a connection that is closed tells who watches it. */
    private synchronized List<RedisConnection> connections() {
      return List.copyOf(connections);
    }
  }

  private final Supplier<Redis> redis;
  private final Vertx vertx;
  private final List<String> channels;
  private final BiConsumer<String, String> receiver;
  private final String self = UUID.randomUUID().toString();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<Pair> pair = new AtomicReference<>();

  /** Whether it was said that there is no connection, since there last was one. */
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param receiver gets each hint of others, with its channel
   */
  RedisHintConnection(
      Supplier<Redis> redis,
      Vertx vertx,
      List<String> channels,
      BiConsumer<String, String> receiver) {
    this.redis = redis;
    this.vertx = vertx;
    this.channels = channels;
    this.receiver = receiver;
  }

  /** Connects, again and again until it is stopped; returns at once. */
  void connect() {
    if (stopped.get()) {
      return;
    }
    Pair next = new Pair();
    subscriber(next)
        .chain(() -> open(next))
        .invoke(connection -> next.publisher = connection)
        .ifNoItem()
        .after(SILENCE)
        .failWith(() -> new TimeoutException("no answer to a new connection"))
        .subscribe()
        .with(connection -> connected(next), failure -> lost(next, reason(failure)));
  }

  boolean isConnected() {
    return pair.get() != null;
  }

  /**
   * Publishes hints, each a line of text; returns at once, and does nothing while there is no
   * connection. Those that come while others are under way share the next message.
   */
  void publish(String channel, List<String> hints) {
    Pair current = pair.get();
    if (current != null) {
      current.pending.add(channel, hints);
      publishPending(current);
    }
  }

  private void publishPending(Pair current) {
    List<Request> messages = new ArrayList<>();
    current.pending.next().forEach((channel, hints) -> messages.add(message(channel, hints)));
    if (messages.isEmpty()) {
      return;
    }
    current
        .publisher
        .batch(messages)
        .ifNoItem()
        .after(SILENCE)
        .failWith(() -> new TimeoutException("no answer"))
        .invoke(sent -> current.pending.left())
        .subscribe()
        .with(sent -> publishPending(current), failure -> lost(current, failure.getMessage()));
  }

  private Request message(String channel, List<String> hints) {
    return Request.cmd(Command.PUBLISH).arg(channel).arg(HintMessage.of(self, hints));
  }

  void stop() {
    stopped.set(true);
  }

  private Uni<Void> subscriber(Pair next) {
    Request subscribe = Request.cmd(Command.SUBSCRIBE);
    channels.forEach(subscribe::arg);
    return open(next)
        .invoke(connection -> connection.handler(this::receive))
        .chain(connection -> connection.send(subscribe))
        .replaceWithVoid();
  }

  private Uni<RedisConnection> open(Pair of) {
    return Uni.createFrom()
        .emitter(
            opened ->
                redis
                    .get()
                    .connect()
                    .subscribe()
                    .with(connection -> watch(connection, of, opened), opened::fail));
  }

  private void watch(
      RedisConnection connection, Pair of, UniEmitter<? super RedisConnection> opened) {
    connection.exceptionHandler(failure -> lost(of, failure.getMessage()));
    connection.endHandler(() -> lost(of, "connection closed"));
    if (of.takeIn(connection)) {
      opened.complete(connection);
    } else {
      closeQuietly(connection);
    }
  }

  /** One that was lost before its second connection was there is not used. */
  private void connected(Pair next) {
    pair.set(next);
    if (next.isLost()) {
      pair.compareAndSet(next, null);
    } else {
      told.set(false);
      LOG.info("hints between replicas: connected to Redis");
    }
  }

  /**
   * A connection that breaks says so more than once, and on any thread. It may hold its own lock
   * then, so no lock is held here while a connection is called.
   */
  private void lost(Pair broken, String reason) {
    if (!broken.giveUp()) {
      return;
    }
    pair.compareAndSet(broken, null);
    if (!stopped.get() && told.compareAndSet(false, true)) {
      LOG.warnf("hints between replicas: no connection to Redis (%s); waiting for it", reason);
    }
    broken.connections().forEach(RedisHintConnection::closeQuietly);
    vertx.setTimer(RECONNECT_MILLIS, id -> connect());
  }

  /** A TLS handshake that fails says why in its cause only. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getMessage() : failure.getMessage() + ": " + cause.getMessage();
  }

  private static void closeQuietly(RedisConnection connection) {
    connection.close().subscribe().with(closed -> {}, failure -> {});
  }

  /** A push of a subscription: {@code message, <channel>, <message>}. */
  private void receive(Response push) {
    if (push != null && push.size() == 3 && "message".equals(push.get(0).toString())) {
      String channel = push.get(1).toString();
      HintMessage.ofOthers(self, push.get(2).toString())
          .forEach(hint -> receiver.accept(channel, hint));
    }
  }
}
