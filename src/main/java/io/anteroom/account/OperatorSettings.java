package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may call what is for operators. Without a key nobody may. */
@ConfigMapping(prefix = "anteroom")
public interface OperatorSettings {

  /** The operators, by name. */
  Map<String, OperatorEntry> operators();

  /** The short form, for one operator of each role. */
  ShortForm operator();

  /** One operator. */
  interface OperatorEntry {

    /** SHA-256 of its keys, in hex; two of them while a key is rotated. Needed. */
    Optional<List<String>> keys();

    /** {@code read} or {@code admin}. */
    @WithDefault("read")
    String role();
  }

  /**
   * An operator {@code operator} with the role admin, and one {@code reader} with the role read.
   */
  interface ShortForm {

    /** The keys of {@code operator}; two of them while a key is rotated. */
    Optional<List<String>> key();

    /** SHA-256 of the keys of {@code operator}, in hex. */
    Optional<List<String>> keys();

    /** The keys of {@code reader}; two of them while a key is rotated. */
    Optional<List<String>> readKey();
  }
}
