package io.anteroom.async;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is wrong with the settings, so that one fault does not hide the others. Who finds one goes
 * on with any value: the start stops before it is used. For the thread of the start.
 */
@Singleton
public class SettingFaults {

  private final Set<String> lines = new LinkedHashSet<>();

  /** Keeps a fault, said in one line. */
  public void add(String line) {
    lines.add(line);
  }

  /** Makes a check, and keeps what it throws as {@link ConfigurationException}. */
  public void check(Runnable check) {
    get(
        () -> {
          check.run();
          return true;
        });
  }

  /** What is read, or empty where it cannot be, which is kept. */
  public <T> Optional<T> get(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (ConfigurationException e) {
      e.getMessage().lines().forEach(lines::add);
      return Optional.empty();
    }
  }

  /** Makes a check of each of them. */
  public <T> void checkEach(Collection<T> all, Consumer<T> check) {
    all.forEach(one -> check(() -> check.accept(one)));
  }

  /**
   * @throws ConfigurationException with one line for each fault, if there is any
   */
  public void stopIfAny() {
    if (!lines.isEmpty()) {
      throw new ConfigurationException(String.join(System.lineSeparator(), lines));
    }
  }
}
