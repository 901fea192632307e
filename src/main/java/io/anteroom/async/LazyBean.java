package io.anteroom.async;

import jakarta.enterprise.inject.Instance;
import java.util.function.Supplier;

/**
 * A bean of the whole application that is looked up at its first use, and once: each look-up of a
 * mapping of settings would read all of them anew. Thread-safe.
 *
 * @param <T> the bean, which has no scope shorter than the application's
 */
public final class LazyBean<T> implements Supplier<T> {

  private final Instance<T> instance;
  private volatile T bean;

  public LazyBean(Instance<T> instance) {
    this.instance = instance;
  }

  @Override
  public T get() {
    T found = bean;
    if (found == null) {
      found = instance.get();
      bean = found;
    }
    return found;
  }
}
