package io.anteroom.quota;

import io.anteroom.async.ClockReading;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/**
 * One grant of permits, for a statement with {@link PermitGrantSql}. Immutable.
 *
 * @param request what is asked for; how many is for the statement to say
 * @param id no other grant has it
 * @param longest for how many milliseconds a call may be under way, from the grant
 * @param position the database must be as far as that, or nothing is granted
 * @param useBy until when the permits may be used, taken from before the statement
 */
public record PermitGrant(
    PermitRequest request, UUID id, long longest, String position, ClockReading useBy) {

  /** Adds the values of the grant to those of the parameters before them. */
  public Tuple addTo(Tuple values) {
    return values
        .addString(request.endpointClass().label())
        .addInteger(request.reserved())
        .addUUID(id)
        .addLong(longest)
        .addString(position);
  }

  /** The permit of a slot that the statement has taken. */
  public Permit permit(int slot) {
    return new Permit(request.account(), request.endpointClass(), slot, id, useBy);
  }
}
