package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.account.Account;
import io.anteroom.account.Plan;
import io.anteroom.account.Secret;
import io.anteroom.async.trace.RecordedSpans;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.quota.Permit;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.UpstreamClient;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How the span of a submit ends that nobody waits for any more. */
class SubmitSpanTest {

  private static final MarkedTask TASK =
      new MarkedTask(UUID.randomUUID(), "shop", 1, TaskKind.TEXT, "{}", 2, null, null);

  @AutoClose private final RecordedSpans spans = new RecordedSpans();
  private final SubmitCall submit =
      new SubmitCall(null, null, null, new NoBuilder(), new SilentUpstream(), null, spans.traces());

  @Test
  void aSubmitThatIsCancelledEndsAsAnError() {
    submit.run(new PermittedSubmit(queue(), TASK, null, null)).subscribe().with(o -> {}).cancel();
    assertEquals(1, spans.ended().size());
    SpanData span = spans.ended().get(0);
    assertEquals("submit default/text", span.getName());
    assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
    assertEquals("cancelled", span.getAttributes().get(AttributeKey.stringKey("error.type")));
  }

  private static SubmitQueue queue() {
    Account account =
        new Account("default", URI.create("https://nowhere.invalid"), new Secret("k"), Plan.FREE);
    return new SubmitQueue(account, TaskKind.TEXT, List.of(), Duration.ofSeconds(15), null);
  }

  /** The call goes nowhere, so it need not be built. */
  private static final class NoBuilder extends SubmitCallBuilder {

    NoBuilder() {
      super(null);
    }

    @Override
    UpstreamCall of(MarkedTask task, SubmitLease lease, TraceContext trace) {
      return null;
    }
  }

  /** The response never comes. */
  private static final class SilentUpstream extends UpstreamClient {

    SilentUpstream() {
      super(null, null, null, null, null, null, null, null);
    }

    @Override
    public Uni<UpstreamResponse> send(Account account, Permit permit, UpstreamCall call) {
      return Uni.createFrom().nothing();
    }
  }
}
