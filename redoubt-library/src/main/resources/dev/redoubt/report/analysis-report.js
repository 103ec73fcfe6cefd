charts.show({ "#curve": certifiedCurve });
