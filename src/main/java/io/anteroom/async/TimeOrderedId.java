package io.anteroom.async;

import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Makes ids of RFC 9562, version 7: they sort by time, which makes first come first. Stateless. */
public final class TimeOrderedId {

  private TimeOrderedId() {}

  public static UUID next() {
    return UuidVersion7Strategy.INSTANCE.generateUuid(null);
  }
}
