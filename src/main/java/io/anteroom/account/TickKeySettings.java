package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Who may call {@code POST /engine/tick}. Without a key nobody may. */
@ConfigMapping(prefix = "anteroom.engine")
public interface TickKeySettings {

  /** The key itself; two of them while it is rotated. */
  Optional<List<String>> tickKey();
}
