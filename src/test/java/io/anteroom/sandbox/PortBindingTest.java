package io.anteroom.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.callback.CallbackReceiver;
import io.anteroom.sandbox.options.SandboxOption;
import io.anteroom.sandbox.options.WrongOptionException;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What becomes of a start when another program takes a port after the sandbox looked. */
class PortBindingTest {

  @Test
  void aLostPortOfTheUpstreamNamesItsOption() throws IOException {
    assertRefused(SandboxOption.UPSTREAM_PORT, PortBindingTest::upstream);
  }

  @Test
  void aLostPortOfTheReceiverNamesItsOption() throws IOException {
    assertRefused(SandboxOption.CALLBACK_PORT, PortBindingTest::receiver);
  }

  @Test
  void whatListensIsPassedOn() {
    try (CallbackReceiver receiver =
        PortBinding.listen(SandboxOption.CALLBACK_PORT, 0, PortBindingTest::receiver)) {
      assertTrue(receiver.url().startsWith("http://127.0.0.1:"), receiver.url());
    }
  }

  @Test
  void anotherFailureIsPassedOn() {
    IllegalStateException failure = new IllegalStateException("no place for its data");
    IntFunction<String> server =
        port -> {
          throw failure;
        };
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () -> PortBinding.listen(SandboxOption.UPSTREAM_PORT, 0, server)));
  }

  private static void assertRefused(SandboxOption option, IntFunction<?> server)
      throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      WrongOptionException refusal =
          assertThrows(WrongOptionException.class, () -> PortBinding.listen(option, port, server));
      assertEquals(
          "%s %d: another program took that port while the sandbox started"
              .formatted(option.flag(), port),
          refusal.getMessage());
    }
  }

  private static SandboxUpstream upstream(int port) {
    return SandboxUpstream.start(SandboxSettings.instant().merge("{\"port\": %d}".formatted(port)));
  }

  private static CallbackReceiver receiver(int port) {
    return CallbackReceiver.start(port, SandboxKeys.CALLBACK_SECRET, Clock.systemUTC(), line -> {});
  }
}
