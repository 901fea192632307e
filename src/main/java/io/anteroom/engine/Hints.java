package io.anteroom.engine;

import io.anteroom.task.Agenda.Queue;
import io.anteroom.task.TaskKind;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Wake-up hints between replicas, over Redis pub/sub. A hint may be lost: whoever waits is found at
 * the next tick all the same. Thread-safe.
 */
@Singleton
public class Hints {

  static final String CHANGES = "anteroom:changes";
  static final String QUEUES = "anteroom:queues";

  private static final Logger LOG = Logger.getLogger(Hints.class);
  private static final long RECONNECT_MILLIS = 1000;

  private final Instance<Redis> redis;
  private final WaitingRoom room;
  private final Vertx vertx;
  private final boolean enabled;
  private final AtomicBoolean connected = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile RedisConnection publisher;
  private volatile Consumer<Queue> queueListener = queue -> {};

  /** Only stores its parts. */
  public Hints(
      Instance<Redis> redis,
      WaitingRoom room,
      Vertx vertx,
      @ConfigProperty(name = "REDIS_URL") Optional<String> url) {
    this.redis = redis;
    this.room = room;
    this.vertx = vertx;
    this.enabled = url.filter(u -> !u.isBlank()).isPresent();
  }

  /** Whether hints of other replicas arrive at the moment. */
  public boolean isConnected() {
    return connected.get();
  }

  /** Who is to be told that another replica has queued a task. */
  void onQueued(Consumer<Queue> listener) {
    queueListener = listener;
  }

  /** Tells the other replicas of changes; returns at once, and without Redis does nothing. */
  void publish(List<Signal> signals) {
    publish(CHANGES, signals.stream().map(Signal::toHint).toList());
  }

  /** Tells the other replicas of a queued task, as {@code <kind> <account>}. */
  void publishQueued(Queue queue) {
    publish(QUEUES, List.of(queue.kind().label() + " " + queue.account()));
  }

  private void publish(String channel, List<String> hints) {
    RedisConnection connection = publisher;
    if (connection == null || hints.isEmpty()) {
      return;
    }
    List<Request> batch =
        hints.stream().map(hint -> Request.cmd(Command.PUBLISH).arg(channel).arg(hint)).toList();
    connection
        .batch(batch)
        .subscribe()
        .with(sent -> {}, failure -> LOG.debugf("a hint was lost: %s", failure.getMessage()));
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      connect();
    }
  }

  void stop() {
    stopped = true;
  }

  private void connect() {
    if (stopped) {
      return;
    }
    subscriber()
        .call(subscriber -> redis.get().connect().invoke(c -> publisher = c))
        .subscribe()
        .with(
            subscriber -> {
              connected.set(true);
              LOG.info("hints between replicas: connected to Redis");
            },
            failure -> lost(failure.getMessage()));
  }

  private Uni<RedisConnection> subscriber() {
    return redis
        .get()
        .connect()
        .invoke(c -> c.handler(this::receive))
        .invoke(c -> c.exceptionHandler(failure -> lost(failure.getMessage())))
        .invoke(c -> c.endHandler(() -> lost("connection closed")))
        .call(c -> c.send(Request.cmd(Command.SUBSCRIBE).arg(CHANGES).arg(QUEUES)));
  }

  private void lost(String reason) {
    publisher = null;
    if (connected.getAndSet(false)) {
      LOG.warnf("hints between replicas: Redis is gone (%s); waiting for it", reason);
    }
    vertx.setTimer(RECONNECT_MILLIS, id -> connect());
  }

  /** A push of a subscription: {@code message, <channel>, <hint>}. */
  private void receive(Response push) {
    if (push == null || push.size() != 3 || !"message".equals(push.get(0).toString())) {
      return;
    }
    String hint = push.get(2).toString();
    if (push.get(1).toString().equals(QUEUES)) {
      receiveQueued(hint);
    } else {
      receiveChange(hint);
    }
  }

  private void receiveChange(String hint) {
    Signal signal = Signal.fromHint(hint);
    if (signal != null) {
      room.wake(signal);
    }
  }

  private void receiveQueued(String hint) {
    int space = hint.indexOf(' ');
    try {
      TaskKind kind = TaskKind.labelled(hint.substring(0, Math.max(0, space)));
      queueListener.accept(new Queue(hint.substring(space + 1), kind));
    } catch (IllegalArgumentException e) {
      LOG.debugf("not a hint: %s", hint);
    }
  }
}
