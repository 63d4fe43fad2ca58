symptom = Symptom
cause = Cause
remedy = Remedy
