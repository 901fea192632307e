package io.anteroom.cluster;

import io.anteroom.cluster.DueWork.Queue;
import io.anteroom.task.TaskKind;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.waiting.WaitRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Wake-up hints between replicas, over Redis pub/sub. A hint may be lost: whoever waits is found at
 * the next tick all the same. Thread-safe.
 */
@Singleton
public class RedisHints {

  private static final Logger LOG = Logger.getLogger(RedisHints.class);
  private static final String CHANGES = "anteroom:changes";
  private static final String QUEUES = "anteroom:queues";

  private final RedisHintConnection link;
  private final WaitRegistry room;
  private final boolean enabled;
  private volatile Consumer<Queue> queueListener = queue -> {};

  /** Only stores its parts. */
  public RedisHints(
      Instance<Redis> redis,
      WaitRegistry room,
      Vertx vertx,
      @ConfigProperty(name = "REDIS_URL") Optional<String> url) {
    this.link = new RedisHintConnection(redis::get, vertx, List.of(CHANGES, QUEUES), this::receive);
    this.room = room;
    this.enabled = url.filter(u -> !u.isBlank()).isPresent();
  }

  /** Whether hints of other replicas arrive at the moment. */
  public boolean isConnected() {
    return link.isConnected();
  }

  /** Who is to be told that another replica has queued a task. */
  void onQueued(Consumer<Queue> listener) {
    queueListener = listener;
  }

  /** Tells the other replicas of changes; returns at once, and without Redis does nothing. */
  public void publish(List<TaskSignal> signals) {
    link.publish(CHANGES, signals.stream().map(TaskSignal::toHint).toList());
  }

  /** Tells the other replicas of a queued task, as {@code <kind> <account>}. */
  public void publishQueued(Queue queue) {
    link.publish(QUEUES, List.of(queue.kind().label() + " " + queue.account()));
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      link.connect();
    }
  }

  void stop() {
    link.stop();
  }

  private void receive(String channel, String hint) {
    if (channel.equals(QUEUES)) {
      receiveQueued(hint);
    } else {
      receiveChange(hint);
    }
  }

  private void receiveChange(String hint) {
    TaskSignal taskSignal = TaskSignal.fromHint(hint);
    if (taskSignal != null) {
      room.wake(taskSignal);
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
