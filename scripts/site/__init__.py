"""What MkDocs does beyond its plugins: formulas, figures, bindings, assets, Markdown copies."""
