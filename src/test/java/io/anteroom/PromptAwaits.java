package io.anteroom;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Awaits that say nothing else look every 20 ms, five times as often as by Awaitility's default:
 * most of what tests wait for comes within milliseconds. Tests of the service have class loaders of
 * their own, so that it is said there again.
 */
public final class PromptAwaits implements LauncherSessionListener, QuarkusTestBeforeClassCallback {

  private static final Duration INTERVAL = Duration.ofMillis(20);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    set();
  }

  @Override
  public void beforeClass(Class<?> testClass) {
    set();
  }

  private static void set() {
    Awaitility.setDefaultPollInterval(INTERVAL);
    Awaitility.setDefaultPollDelay(INTERVAL);
  }
}
