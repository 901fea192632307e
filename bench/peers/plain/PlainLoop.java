package peers;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * No waiting room at all: each request submits its task, then polls it in a loop until it has
 * ended. What is under way is known only in memory.
 */
final class PlainLoop implements Face.Tasks {

  private final Map<String, String> statuses = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final Upstream upstream;
  private final Duration pollEvery;
  private volatile Face face;

  private PlainLoop(Upstream upstream, Duration pollEvery) {
    this.upstream = upstream;
    this.pollEvery = pollEvery;
  }

  public static void main(String[] args) throws IOException {
    Options options = Options.of(args);
    PlainLoop loop =
        new PlainLoop(
            new Upstream(options.text("upstream")), Duration.ofMillis(options.number("poll-ms")));
    loop.face = Face.serve((int) options.number("port"), loop);
  }

  /** Submits at once. The request is answered when the upstream has the task. */
  @Override
  public void accept(String id, String json) throws Exception {
    Upstream.Answer answer = upstream.submit(json).get();
    while (answer.isRateLimited()) {
      Thread.sleep(answer.retryAfter().toMillis());
      answer = upstream.submit(json).get();
    }
    statuses.put(id, "PROCESSING");
    pollAfter(pollEvery, id, answer.taskId());
  }

  @Override
  public String status(String id) {
    return statuses.get(id);
  }

  private void pollAfter(Duration delay, String id, String upstreamTask) {
    clock.schedule(() -> poll(id, upstreamTask), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void poll(String id, String upstreamTask) {
    upstream
        .poll(upstreamTask)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null && answer.isEnd()) {
                statuses.put(id, answer.status());
                face.ended(id, answer.status());
              } else {
                boolean refused = failure == null && answer.isRateLimited();
                pollAfter(refused ? answer.retryAfter() : pollEvery, id, upstreamTask);
              }
            });
  }
}
