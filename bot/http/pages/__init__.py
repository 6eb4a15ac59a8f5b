"""The pages customers and visitors see, with everything they need inside the package."""
