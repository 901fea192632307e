package io.anteroom.task;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** How the store writes what is an enum here. */
final class Labels {

  private Labels() {}

  @Converter
  static class OfKind implements AttributeConverter<TaskKind, String> {
    @Override
    public String convertToDatabaseColumn(TaskKind kind) {
      return kind == null ? null : kind.label();
    }

    @Override
    public TaskKind convertToEntityAttribute(String label) {
      return label == null ? null : TaskKind.labelled(label);
    }
  }

  @Converter
  static class OfPhase implements AttributeConverter<Phase, String> {
    @Override
    public String convertToDatabaseColumn(Phase phase) {
      return phase == null ? null : phase.label();
    }

    @Override
    public Phase convertToEntityAttribute(String label) {
      return label == null ? null : Phase.labelled(label);
    }
  }

  @Converter
  static class OfDoubt implements AttributeConverter<Doubt, String> {
    @Override
    public String convertToDatabaseColumn(Doubt doubt) {
      return doubt == null ? null : doubt.label();
    }

    @Override
    public Doubt convertToEntityAttribute(String label) {
      return label == null ? null : Doubt.labelled(label);
    }
  }
}
