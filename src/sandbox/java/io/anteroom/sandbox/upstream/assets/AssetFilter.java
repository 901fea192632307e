package io.anteroom.sandbox.upstream.assets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which assets a caller wants to see. */
public sealed interface AssetFilter {
  /** Every asset. */
  AssetFilter EVERYTHING = new AllOf(List.of());

  /** Whether the caller wants to see it. */
  boolean matches(Asset asset);

  /** Every part holds. */
  record AllOf(List<AssetFilter> parts) implements AssetFilter {
    @Override
    public boolean matches(Asset asset) {
      return parts.stream().allMatch(part -> part.matches(asset));
    }

    @Override
    public Optional<Set<String>> markers() {
      return parts.stream().map(AssetFilter::markers).flatMap(Optional::stream).findFirst();
    }
  }

  /** At least one part holds. */
  record AnyOf(List<AssetFilter> parts) implements AssetFilter {
    @Override
    public boolean matches(Asset asset) {
      return parts.stream().anyMatch(part -> part.matches(asset));
    }
  }

  /** No part holds. */
  record NoneOf(List<AssetFilter> parts) implements AssetFilter {
    @Override
    public boolean matches(Asset asset) {
      return parts.stream().noneMatch(part -> part.matches(asset));
    }
  }

  /** A field compares with a value. */
  record Comparison(String key, FilterOperator operator, JsonNode value) implements AssetFilter {
    @Override
    public boolean matches(Asset asset) {
      return operator.test(AssetField.read(asset, key), value);
    }

    @Override
    public Optional<Set<String>> markers() {
      if (!key.equals("metadata." + TaskMarker.METADATA_KEY)) {
        return Optional.empty();
      }
      return switch (operator) {
        case EQ -> Optional.of(Set.of(value.asText()));
        case IN -> {
          Set<String> wanted = new HashSet<>();
          value.forEach(each -> wanted.add(each.asText()));
          yield Optional.of(wanted);
        }
        default -> Optional.empty();
      };
    }
  }

  /** The only markers that a matching asset can have; empty where the filter does not say. */
  default Optional<Set<String>> markers() {
    return Optional.empty();
  }
}
