package io.anteroom.async.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of W3C Trace Context. */
class TraceContextTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  void isReadAsItCame() {
    TraceContext context = TraceContext.of(headers(PARENT).add("tracestate", "a=b,c@d=e f"));
    assertEquals(new TraceContext(PARENT, "a=b,c@d=e f"), context);
    assertEquals(TRACE, context.traceId());
    assertTrue(context.isSampled());
    assertEquals(context, TraceContext.of(context.span()), "and is the same as a span");
  }

  @Test
  void isNotSampledWhereItSaysSo() {
    assertFalse(TraceContext.of(headers(PARENT.replaceFirst("01$", "00"))).isSampled());
  }

  /** What a later version has more is not known here, and goes on as this version (4.3). */
  @Test
  void aLaterVersionIsReadAsThisOne() {
    String later = PARENT.replaceFirst("^00", "01") + "-what-comes-later";
    assertEquals(PARENT, TraceContext.of(headers(later)).traceparent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "not a trace",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333g-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      })
  void whatIsMalformedIsNone(String traceparent) {
    assertNull(TraceContext.of(headers(traceparent)));
  }

  @Test
  void twoAreNone() {
    assertNull(TraceContext.of(headers(PARENT).add("traceparent", PARENT)));
    assertNull(TraceContext.of(MultiMap.caseInsensitiveMultiMap().add("tracestate", "a=b")));
  }

  @Test
  void aTracestateThatIsNotValidIsLeftOut() {
    assertEquals(
        new TraceContext(PARENT, null),
        TraceContext.of(headers(PARENT).add("tracestate", "no list at all")));
  }

  @Test
  void twoFieldsOfTracestateAreOneList() {
    MultiMap headers = headers(PARENT).add("tracestate", "a=1").add("tracestate", "b=2");
    assertEquals("a=1,b=2", TraceContext.of(headers).tracestate());
  }

  @Test
  void aLongTracestateLosesWholeMembers() {
    String many =
        IntStream.range(0, 30)
            .mapToObj(i -> "key%02d=%s".formatted(i, "v".repeat(30)))
            .collect(Collectors.joining(","));
    String kept = TraceContext.of(headers(PARENT).add("tracestate", many)).tracestate();
    assertTrue(kept.length() <= 512, kept);
    assertTrue(many.startsWith(kept + ","), kept);
  }

  @Test
  void aLongMemberIsTheFirstToGo() {
    String state = "big=" + "v".repeat(250) + ",other=" + "w".repeat(250) + ",small=1,last=2";
    assertEquals(
        "small=1,last=2", TraceContext.of(headers(PARENT).add("tracestate", state)).tracestate());
  }

  @Test
  void isSentAsItIs() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    new TraceContext(PARENT, null).addTo(headers);
    assertEquals(PARENT, headers.get("traceparent"));
    assertFalse(headers.contains("tracestate"));
  }

  @Test
  void withoutSpansTheContextGoesOnAsItCame() {
    TraceContext accept = new TraceContext(PARENT, "a=b");
    TaskSpan span = TaskTraces.off().begin(TaskOperation.SUBMIT, accept, () -> null);
    assertEquals(accept, span.context());
    assertNull(TaskTraces.off().begin(TaskOperation.SUBMIT, null, () -> null).context());
    assertNotNull(span);
  }

  private static MultiMap headers(String traceparent) {
    return MultiMap.caseInsensitiveMultiMap().add("traceparent", traceparent);
  }
}
