package io.anteroom.sandbox;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Prints what to paste first, where the whole sandbox is in this process. */
@Singleton
class WelcomeMessage {

  private static final int TRIES = 600;
  private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(50);

  private final int port;
  private final Optional<String> upstreamUrl;
  private final Optional<String> callbackUrl;

  WelcomeMessage(
      @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port,
      @ConfigProperty(name = SandboxServers.UPSTREAM_URL) Optional<String> upstreamUrl,
      @ConfigProperty(name = SandboxServers.CALLBACK_URL) Optional<String> callbackUrl) {
    this.port = port;
    this.upstreamUrl = upstreamUrl;
    this.callbackUrl = callbackUrl;
  }

  /** On a thread of its own: the service listens only when all have seen this event. */
  void print(@Observes StartupEvent event) {
    if (upstreamUrl.isPresent() && callbackUrl.isPresent()) {
      Thread thread = new Thread(this::warmUpAndPrint, "welcome");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void warmUpAndPrint() {
    int texts = Integer.getInteger(SandboxServers.WARM_UP_TEXTS, 0);
    System.clearProperty(SandboxServers.WARM_UP_TEXTS); // once, not after each live reload
    for (int i = 0; i < TRIES && !listens(); i++) {
      LockSupport.parkNanos(BETWEEN_TRIES);
    }
    WarmUp.run(List.of(port), texts);
    System.out.println(WelcomeText.of(port, upstreamUrl.orElseThrow(), callbackUrl.orElseThrow()));
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
