package io.anteroom.cluster;

import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.task.event.TaskSignal;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Wake-up hints between replicas, over Redis pub/sub. A hint may be lost: whoever waits is found at
 * the next tick all the same. Thread-safe.
 */
@Singleton
public class RedisHints implements TaskChangeListener, BackgroundWork {

  private static final Logger LOG = Logger.getLogger(RedisHints.class);
  private static final String CHANGES = "anteroom:changes";
  private static final String QUEUES = "anteroom:queues";

  private final RedisHintConnection link;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final boolean enabled;
  private final boolean submits;

  public RedisHints(
      Instance<Redis> redis,
      TaskChangeAnnouncer taskChangeAnnouncer,
      ClusterSettings settings,
      Vertx vertx,
      @ConfigProperty(name = "REDIS_URL") Optional<String> url) {
    this.link = new RedisHintConnection(redis::get, vertx, List.of(CHANGES, QUEUES), this::receive);
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.submits = settings.work();
    this.enabled = url.filter(u -> !u.isBlank()).isPresent();
  }

  public boolean isConnected() {
    return link.isConnected();
  }

  /** Tells the other replicas, and where this one submits nothing, what they have to submit. */
  @Override
  public void changed(List<TaskChange> changes) {
    link.publish(CHANGES, changes.stream().map(c -> TaskSignal.of(c).toHint()).toList());
    if (!submits) {
      link.publish(QUEUES, queued(changes));
    }
  }

  /** Each queue with a new task, as {@code <kind> <account>}. */
  private static List<String> queued(List<TaskChange> changes) {
    return changes.stream()
        .filter(change -> change.phase() == Phase.QUEUED)
        .map(change -> change.kind().label() + " " + change.account())
        .distinct()
        .toList();
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      link.connect();
    }
  }

  @Override
  public void stop() {
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
    TaskSignal signal = TaskSignal.fromHint(hint);
    if (signal != null) {
      taskChangeAnnouncer.announce(signal);
    }
  }

  private void receiveQueued(String hint) {
    int space = hint.indexOf(' ');
    try {
      TaskKind kind = TaskKind.labelled(hint.substring(0, Math.max(0, space)));
      taskChangeAnnouncer.announceQueued(hint.substring(space + 1), kind);
    } catch (IllegalArgumentException e) {
      LOG.debugf("not a hint: %s", hint);
    }
  }
}
