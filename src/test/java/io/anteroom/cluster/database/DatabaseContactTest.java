package io.anteroom.cluster.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a failure is a refused connection or silence. */
class DatabaseContactTest {

  private static final Duration AT_ONCE = Duration.ofMillis(5);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(30);

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), AT_ONCE, true),
        Arguments.of(new NoRouteToHostException(), Duration.ofSeconds(3), true),
        Arguments.of(new UnknownHostException("db"), AT_ONCE, true),
        Arguments.of(said("57P03"), AT_ONCE, true),
        Arguments.of(said("53300"), AT_ONCE, true),
        Arguments.of(said("28P01"), AT_ONCE, true),
        Arguments.of(said("42P01"), AT_ONCE, false),
        Arguments.of(said("25006"), AT_ONCE, false),
        Arguments.of(said(null), AT_ONCE, false),
        Arguments.of(ClosedConnectionException.INSTANCE, AT_ONCE, true),
        Arguments.of(ClosedConnectionException.INSTANCE, SILENCE, false),
        Arguments.of(new ClosedChannelException(), SILENCE, false),
        Arguments.of(new TimeoutException(), SILENCE, false),
        Arguments.of(new IllegalStateException(), AT_ONCE, false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aRefusalIsContactAndSilenceIsNot(Throwable failure, Duration after, boolean heard) {
    DatabaseContact contact = new DatabaseContact();
    Awaitility.await().until(() -> contact.silence().compareTo(STEP) > 0);
    contact.failed(failure, after);
    assertEquals(heard, contact.silence().compareTo(STEP) < 0);
  }

  @Test
  void aResponseIsContact() {
    DatabaseContact contact = new DatabaseContact();
    Awaitility.await().until(() -> contact.silence().compareTo(STEP) > 0);
    contact.answered();
    assertEquals(true, contact.silence().compareTo(STEP) < 0);
  }

  private static PgException said(String state) {
    return new PgException("no", "FATAL", state, "");
  }
}
