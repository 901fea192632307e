package io.anteroom.quota;

import io.anteroom.async.log.LogSubject;
import io.anteroom.async.log.SubjectLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * After the upstream said 429: pauses that class of that account on every replica, and believes in
 * a lower limit. After another answer that asks to stay away: pauses it only.
 *
 * <p>The first refusal of an episode, while no pause is in force, multiplies what is believed;
 * every further one is one call too many, and takes one. Never less than a tenth of the slots, nor
 * less than 1. It rises by itself ({@code quota_believed_slots} in the database). Thread-safe.
 */
@Singleton
public class RateLimitBackoff {

  private static final SubjectLog LOG = SubjectLog.of(RateLimitBackoff.class);

  private static final String PAUSE =
      """
      update quota_class c
      set believed_slots = greatest(ceil(slots / 10.0), case
            when paused_until > clock_timestamp() then quota_believed_slots(c) - 1
            else quota_believed_slots(c) * $4 end),
          last_429_at = clock_timestamp(), paused_by = '429',
          paused_until = greatest(paused_until, clock_timestamp() + $3::bigint * interval '1 ms')
      where account = $1 and class = $2
      returning quota_allowed_slots(c)
      """;

  private static final String STAY_AWAY =
      """
      update quota_class
      set paused_by = case when paused_until < clock_timestamp() + $3::bigint * interval '1 ms'
            then '503' else paused_by end,
        paused_until = greatest(paused_until, clock_timestamp() + $3::bigint * interval '1 ms')
      where account = $1 and class = $2
      """;

  /** A reset that has passed by our clock has not by the upstream's, or it would not refuse. */
  private static final Duration MIN = Duration.ofSeconds(1);

  private final Pool pool;
  private final QuotaSettings settings;

  public RateLimitBackoff(Pool pool, QuotaSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  /**
   * Lets no call of the class leave for a while, and fewer after it.
   *
   * @param retryAfter what the upstream asked for; empty where it did not say
   */
  public Uni<Void> pause(
      String account, EndpointClass endpointClass, Optional<Duration> retryAfter) {
    Duration atMost = bounded(retryAfter.orElse(settings.defaultBackoff()));
    Duration pause = atMost.compareTo(MIN) < 0 ? MIN : atMost;
    String label = endpointClass.label();
    return pool.preparedQuery(PAUSE)
        .execute(Tuple.of(account, label, pause.toMillis(), settings.decreaseFactor()))
        .invoke(rows -> rows.forEach(row -> tell(account, label, pause, row.getInteger(0))))
        .replaceWithVoid();
  }

  /**
   * Lets no call of the class leave for a while. It was refused for a reason that says nothing of
   * the limit, such as work on the upstream (503).
   */
  public Uni<Void> stayAway(String account, EndpointClass endpointClass, Duration retryAfter) {
    Duration pause = bounded(retryAfter);
    if (pause.isZero()) {
      return Uni.createFrom().voidItem();
    }
    LOG.warnf(
        of(account, endpointClass.label()),
        "the upstream asks to stay away: account %s, class %s paused for %d ms",
        account,
        endpointClass.label(),
        pause.toMillis());
    return pool.preparedQuery(STAY_AWAY)
        .execute(Tuple.of(account, endpointClass.label(), pause.toMillis()))
        .replaceWithVoid();
  }

  private Duration bounded(Duration wanted) {
    return wanted.compareTo(settings.maxBackoff()) > 0 ? settings.maxBackoff() : wanted;
  }

  private static LogSubject of(String account, String endpointClass) {
    return fields -> fields.account(account).endpointClass(endpointClass);
  }

  private static void tell(String account, String label, Duration pause, int allowed) {
    LOG.warnf(
        of(account, label),
        "429 from the upstream: account %s, class %s paused for %d ms, believed limit now %d",
        account,
        label,
        pause.toMillis(),
        allowed);
  }
}
