package io.anteroom.cluster.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.async.ManualTicker;
import io.netty.channel.ConnectTimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a failure is a refused connection or silence. */
class DatabaseContactTest {

  private static final Duration AT_ONCE = Duration.ofMillis(5);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTicker ticker = new ManualTicker();
  private final DatabaseContact contact = new DatabaseContact(ticker);

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), AT_ONCE, true),
        Arguments.of(new ConnectTimeoutException("connection timed out"), SILENCE, false),
        Arguments.of(new NoRouteToHostException(), Duration.ofSeconds(3), true),
        Arguments.of(new UnknownHostException("db"), AT_ONCE, true),
        Arguments.of(said("57P03"), AT_ONCE, true),
        Arguments.of(said("53300"), AT_ONCE, true),
        Arguments.of(said("28P01"), AT_ONCE, true),
        Arguments.of(said("42P01"), AT_ONCE, true),
        Arguments.of(said("25006"), AT_ONCE, true),
        Arguments.of(said(null), AT_ONCE, true),
        Arguments.of(ClosedConnectionException.INSTANCE, AT_ONCE, true),
        Arguments.of(ClosedConnectionException.INSTANCE, SILENCE, false),
        Arguments.of(new ClosedChannelException(), SILENCE, false),
        Arguments.of(new TimeoutException(), SILENCE, false),
        Arguments.of(new IllegalStateException(), AT_ONCE, false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aRefusalIsContactAndSilenceIsNot(Throwable failure, Duration after, boolean heard) {
    ticker.pass(MINUTE);
    UniAssertSubscriber<Object> asked =
        ask(Uni.createFrom().emitter(answer -> failAfter(after, failure, answer)));
    asked.assertFailedWith(failure.getClass());
    assertEquals(heard ? Duration.ZERO : MINUTE.plus(after), contact.silence());
  }

  @Test
  void aResponseIsContact() {
    ticker.pass(MINUTE);
    assertEquals(MINUTE, contact.silence());
    ask(Uni.createFrom().item("yes")).assertItem("yes");
    assertEquals(Duration.ZERO, contact.silence());
  }

  @Test
  void whoAsksNothingHearsNothingAndThatIsNoSilence() {
    contact.rest();
    ticker.pass(MINUTE);
    assertEquals(Duration.ZERO, contact.silence());
    UniAssertSubscriber<Object> asked = ask(Uni.createFrom().nothing());
    ticker.pass(SILENCE);
    asked.assertNotTerminated();
    assertEquals(SILENCE, contact.silence());
  }

  private <T> UniAssertSubscriber<T> ask(Uni<T> question) {
    return contact.listen(question).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  private void failAfter(Duration time, Throwable failure, UniEmitter<? super Object> answer) {
    ticker.pass(time);
    answer.fail(failure);
  }

  private static PgException said(String state) {
    return new PgException("no", "FATAL", state, "");
  }
}
