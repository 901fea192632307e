package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators, who see the tasks of all clients. Without a key there is none. */
@ConfigMapping(prefix = "anteroom")
public interface OperatorSettings {

  /** The operators, by name. */
  Map<String, OperatorEntry> operators();

  /** The short form, for one operator of each role. */
  ShortForm operator();

  /** One operator. */
  interface OperatorEntry {

    /** SHA-256 of its keys, in hex; two of them while a key is rotated. It needs one. */
    Optional<List<String>> keys();

    /** {@code read}, or {@code admin}, which may act too. */
    @WithDefault("read")
    String role();
  }

  /**
   * An operator {@code operator} with the role admin, and one {@code reader} with the role read.
   */
  interface ShortForm {

    /**
     * The short form for an operator named {@code operator} with the role {@code admin}: the key
     * itself, or two of them while it is rotated.
     */
    Optional<List<String>> key();

    /** SHA-256 of the keys of {@code operator}, in hex, in place of the keys themselves. */
    Optional<List<String>> keys();

    /** The same as {@code key} for an operator named {@code reader} with the role {@code read}. */
    Optional<List<String>> readKey();
  }
}
